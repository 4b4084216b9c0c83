using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;

namespace CustomerSegmentation.SiloTests.Contract;

public sealed class PostgresSiloRecordingTests(SharedPostgres postgres) : RecordingContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartOnPostgresAsync(options, time, postgres);
}

public sealed class PostgresSiloRefitTests(SharedPostgres postgres) : RefitContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartOnPostgresAsync(options, time, postgres);
}

public sealed class PostgresSiloDecayTests(SharedPostgres postgres) : DecayContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartOnPostgresAsync(options, time, postgres);
}

public sealed class PostgresSiloEventClockTests(SharedPostgres postgres) : EventClockContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartOnPostgresAsync(options, time, postgres);
}

public sealed class PostgresSiloReportsTests(SharedPostgres postgres) : ReportsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await SiloUnderTest.StartOnPostgresAsync(options, time, postgres);
}
