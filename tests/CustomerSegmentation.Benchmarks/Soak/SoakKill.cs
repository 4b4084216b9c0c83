namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>A kill.</summary>
/// <param name="What">Engine or broker.</param>
/// <param name="Killed">Timestamp when it was dead.</param>
/// <param name="Up">When it said that it was ready again.</param>
/// <param name="By">When its traces must have gone.</param>
internal sealed record SoakKill(string What, long Killed, long Up, long By);
