using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Contract;

public sealed class SiloRecordingTests(SharedRedis redis, SharedPostgres postgres) : RecordingContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloAmountsTests(SharedRedis redis, SharedPostgres postgres) : AmountsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloSegmentsTests(SharedRedis redis, SharedPostgres postgres) : SegmentsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloRefitTests(SharedRedis redis, SharedPostgres postgres) : RefitContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloDecayTests(SharedRedis redis, SharedPostgres postgres) : DecayContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloWallClockTests(SharedRedis redis, SharedPostgres postgres) : WallClockContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloOutlookTests(SharedRedis redis, SharedPostgres postgres) : OutlookContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloEventClockTests(SharedRedis redis, SharedPostgres postgres) : EventClockContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloRecordTests(SharedRedis redis, SharedPostgres postgres) : RecordContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloReportsTests(SharedRedis redis, SharedPostgres postgres) : ReportsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartAsync(options, time, redis, postgres);
}
