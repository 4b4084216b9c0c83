namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>What a call to a grain costs in Orleans alone.</summary>
internal interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Gives back what it was given.</summary>
    Task<string> EchoAsync(string text);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<string> EchoAsync(string text) => Task.FromResult(text);
}
