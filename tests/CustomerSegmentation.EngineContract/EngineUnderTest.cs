using CustomerSegmentation.Engine;

namespace CustomerSegmentation.EngineContract;

/// <summary>An engine that a test runs, stops and starts again on the same data.</summary>
public abstract class EngineUnderTest : IAsyncDisposable
{
    /// <summary>The running engine.</summary>
    public abstract ISegmentationEngine Engine { get; }

    /// <summary>Stops it cleanly and starts it again on the same data, perhaps with other options.</summary>
    public abstract Task RestartAsync(EngineOptions? options = null);

    /// <summary>Returns once the time that the engine's clock shows has passed for everyone, durably.</summary>
    public abstract Task SweptAsync();

    public abstract ValueTask DisposeAsync();
}
