using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;

namespace CustomerSegmentation.SiloTests.Contract;

// The customers' state is in PostgreSQL here; what is read from the record is the same as beside Redis, and tested there.
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
