namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>live or ready.</summary>
public sealed record HealthAnswer(string Status);
