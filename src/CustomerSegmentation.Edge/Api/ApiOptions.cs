namespace CustomerSegmentation.Edge.Api;

/// <summary>Settings of the HTTP side, bound from the section <c>Segmentation</c>.</summary>
public sealed class ApiOptions
{
    /// <summary>Keys that callers may use; when there is one, every call but <c>/health/*</c> needs one of them.</summary>
    public IList<string> ApiKeys { get; init; } = [];

    /// <summary>Allows listening beyond loopback without a key.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>ISO 4217 code that customers' monetary values are shown in: the engine's reporting currency.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>
    /// How long one lot of events may wait for storage before <c>POST /events</c> answers 503. Sending again is safe.
    /// </summary>
    public TimeSpan RecordTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
