using System.Globalization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Models;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using StackExchange.Redis;

namespace CustomerSegmentation.Silo.Projection;

/// <summary>
/// The live segment of every customer as a hash in Redis, for those who read it there. Kept by the migrations on record, in
/// their order, by one silo at a time; its bookmark is beside it in Redis, so an emptied Redis is filled anew.
/// </summary>
/// <remarks>
/// <c>{cluster}:customer:{id}</c> has segment (empty for none), since and recordedAt (RFC 3339), cause, modelVersion,
/// monetary and position; <c>{cluster}:segments</c> has the name of every segment by its id.
/// </remarks>
internal sealed class SegmentProjection(
    ISegmentationEngine engine, LedgerDatabase ledger, SiloOptions options, ILogger<SegmentProjection> log) : BackgroundService
{
    private const string Reader = "redis-projection";
    private const int BatchSize = 500;

    // A later position wins, whoever writes; what was on record of an erased customer stays out.
    private const string Write = """
        local at = tonumber(ARGV[1])
        local erased = redis.call('GET', KEYS[2])
        local known = redis.call('HGET', KEYS[1], 'position')
        if (erased and at <= tonumber(erased)) or (known and at <= tonumber(known)) then
          return 0
        end
        redis.call('HSET', KEYS[1], 'position', ARGV[1], 'segment', ARGV[2], 'since', ARGV[3], 'recordedAt', ARGV[4],
          'cause', ARGV[5], 'modelVersion', ARGV[6], 'monetary', ARGV[7])
        return 1
        """;

    private static readonly TimeSpan ErasureIsRemembered = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lazy<Task<ConnectionMultiplexer>> _redis = new(() => ConnectionMultiplexer.ConnectAsync(SiloHosting.RedisOf(options)));

    private string Place => $"{options.Cluster}:position";

    private string Names => $"{options.Cluster}:segments";

    /// <summary>Removes a customer who is erased from the record.</summary>
    public async Task ForgetAsync(string customerId)
    {
        // Whatever this silo's own setting, where there is a Redis: another one may keep the hashes.
        if (options.UsesRedis)
        {
            var redis = (await _redis.Value).GetDatabase();
            var end = await ledger.ReadAsync(ledger.Record.End);
            await redis.StringSetAsync(Erased(customerId), end, ErasureIsRemembered);
            await redis.KeyDeleteAsync(Customer(customerId));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_redis.IsValueCreated)
        {
            await (await _redis.Value).DisposeAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Projection && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var lease = await engine.Record.LeaseAsync(Reader, stoppingToken);
                using var ours = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
                await FollowAsync((await _redis.Value).GetDatabase(), ours.Token);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.ProjectionFailed(failure);
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task FollowAsync(IDatabase redis, CancellationToken stopping)
    {
        IReadOnlyDictionary<string, Segment>? told = null;
        while (true)
        {
            if (!ReferenceEquals(told, engine.SegmentDirectory))
            {
                told = engine.SegmentDirectory;
                await redis.HashSetAsync(Names, [.. told.Values.Select(segment => new HashEntry(segment.Id, segment.Name))]);
            }

            // Read anew each time: an emptied Redis is filled from the beginning.
            var position = (long?)await redis.StringGetAsync(Place) ?? 0;
            var stretch = await engine.Record.AfterAsync(position, BatchSize, replays: true, stopping);
            if (stretch.Through > position)
            {
                await Task.WhenAll(stretch.Migrations.Select(one => WriteAsync(redis, one)));
                await redis.StringSetAsync(Place, stretch.Through);
            }
            else
            {
                await Task.WhenAny(engine.Record.BeyondAsync(position, stopping), Task.Delay(Pause, TimeProvider.System, stopping));
                stopping.ThrowIfCancellationRequested();
            }
        }
    }

    private Task<RedisResult> WriteAsync(IDatabase redis, RecordedMigration recorded)
    {
        var migration = recorded.Migration;
        return redis.ScriptEvaluateAsync(
            Write,
            [Customer(migration.CustomerId), Erased(migration.CustomerId)],
            [
                recorded.Position,
                migration.To ?? "",
                Text(migration.EffectiveAt),
                Text(migration.RecordedAt),
                migration.Cause.ToString().ToLowerInvariant(),
                migration.ModelVersion,
                migration.Monetary?.ToString(CultureInfo.InvariantCulture) ?? "",
            ]);
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private string Customer(string id) => $"{options.Cluster}:customer:{id}";

    private string Erased(string id) => $"{options.Cluster}:erased:{id}";
}
