using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>What a host's log was told, on any level.</summary>
internal sealed class HostLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(string Message, Exception? Failure)> _all = new();

    /// <summary>Every entry, in order.</summary>
    public IReadOnlyCollection<(string Message, Exception? Failure)> All => _all;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _all.Enqueue((formatter(state, exception), exception));

    public void Dispose()
    {
        // Nothing is held.
    }
}
