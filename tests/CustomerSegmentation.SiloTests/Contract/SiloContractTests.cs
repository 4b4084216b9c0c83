using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Contract;

public sealed class SiloRecordingTests(SharedRedis redis, SharedPostgres postgres) : RecordingContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloSegmentsTests(SharedRedis redis, SharedPostgres postgres) : SegmentsContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloRefitTests(SharedRedis redis, SharedPostgres postgres) : RefitContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloHysteresisTests(SharedRedis redis, SharedPostgres postgres) : HysteresisContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloDecayTests(SharedRedis redis, SharedPostgres postgres) : DecayContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloOutlookTests(SharedRedis redis, SharedPostgres postgres) : OutlookContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloEventClockTests(SharedRedis redis, SharedPostgres postgres) : EventClockContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloRecordTests(SharedRedis redis, SharedPostgres postgres) : RecordContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}

public sealed class SiloReportsTests(SharedRedis redis, SharedPostgres postgres) : ReportsContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        SiloUnderTest.StartAsync(options, time, redis, postgres);
}
