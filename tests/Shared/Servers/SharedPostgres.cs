namespace CustomerSegmentation;

/// <summary>The PostgreSQL of a test run: started by the first test that asks. Every test gets a database of its own.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private PostgresServer? _server;

    /// <summary>Makes an empty database; where to connect to it. Skips the test where there is no server to start.</summary>
    public async Task<string> CreateDatabaseAsync(string encoding = "UTF8")
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await _one.WaitAsync();
        try
        {
            _server ??= new();
            await _server.StartAsync();
        }
        finally
        {
            _one.Release();
        }

        return await _server.CreateDatabaseAsync(encoding);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _one.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
