using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;

namespace CustomerSegmentation.SiloTests.Contract;

public sealed class FileSiloRecordingTests : RecordingContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloAmountsTests : AmountsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloSegmentsTests : SegmentsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloRefitTests : RefitContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloHysteresisTests : HysteresisContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloDecayTests : DecayContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloWallClockTests : WallClockContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloOutlookTests : OutlookContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloEventClockTests : EventClockContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloRecordTests : RecordContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}

public sealed class FileSiloReportsTests : ReportsContract
{
    protected override async Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        await FileSiloUnderTest.StartAsync(options, time);
}
