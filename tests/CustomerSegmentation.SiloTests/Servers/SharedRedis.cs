namespace CustomerSegmentation.SiloTests.Servers;

/// <summary>The Redis of a test run: started by the first test that asks.</summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private RedisServer? _server;

    /// <summary>Where clients connect. Skips the test where there is no server to start.</summary>
    public async Task<string> AddressAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.NotInstalled);
        await _one.WaitAsync();
        try
        {
            _server ??= new();
            await _server.StartAsync();
            return _server.Address;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _one.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
