using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>
/// Counts keys that do not fit, tells of them, and answers no more for a while to an address that tries one after the other. An address
/// from which a right one came lately goes on: callers behind one proxy share theirs, and one of them must not lock out the others.
/// </summary>
internal sealed partial class WrongKeys : IDisposable
{
    /// <summary>Wrong keys that an address may present within <see cref="Window"/>.</summary>
    public const int Most = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Trusted = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly ILogger<WrongKeys> _log;
    private readonly Counter<long> _refused;
    private readonly ConcurrentDictionary<IPAddress, long> _rightAt = new();
    private readonly PartitionedRateLimiter<IPAddress> _tries = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        static address => RateLimitPartition.GetFixedWindowLimiter(address, static _ => new() { PermitLimit = Most, Window = Window }));

    public WrongKeys(IMeterFactory meters, TimeProvider time, ILogger<WrongKeys> log)
    {
        (_time, _log) = (time, log);
        _refused = meters.Create(EngineMetrics.Name).CreateCounter<long>("segmentation.keys.refused", "{key}", "Keys that did not fit.");
    }

    /// <summary>Whether keys from the caller's address are not looked at now.</summary>
    public bool Blocks(HttpContext http) =>
        AddressOf(http) is { } address && _tries.GetStatistics(address) is { CurrentAvailablePermits: 0 } && !IsTrusted(address);

    /// <summary>A key of the caller's did not fit.</summary>
    public void Add(HttpContext http)
    {
        _refused.Add(1);
        if (AddressOf(http) is { } address)
        {
            using var lease = _tries.AttemptAcquire(address);
            if (lease.IsAcquired)
            {
                WrongKey(_log, address, http.Request.Method, http.Request.Path);
            }
        }
    }

    /// <summary>One did.</summary>
    public void Fits(HttpContext http)
    {
        if (AddressOf(http) is { } address && (!_rightAt.TryGetValue(address, out var at) || _time.GetElapsedTime(at) >= Window))
        {
            _rightAt[address] = _time.GetTimestamp(); // not at every call: all of a shop's come from one address
        }
    }

    /// <summary>What a caller is told who is not answered.</summary>
    public static IResult Answer(HttpContext http)
    {
        http.Response.Headers.RetryAfter = $"{Window.TotalSeconds:0}";
        return Problem.Of(StatusCodes.Status429TooManyRequests, "too_many_wrong_keys",
            "Too many keys from this address did not fit. Wait a minute, and send the right one.");
    }

    public void Dispose() => _tries.Dispose();

    private bool IsTrusted(IPAddress address) => _rightAt.TryGetValue(address, out var at) && _time.GetElapsedTime(at) < Trusted;

    private static IPAddress? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress;

    [LoggerMessage(3010, LogLevel.Warning, "A key from {Address} did not fit ({Method} {Path}).")]
    private static partial void WrongKey(ILogger log, IPAddress address, string method, PathString path);
}
