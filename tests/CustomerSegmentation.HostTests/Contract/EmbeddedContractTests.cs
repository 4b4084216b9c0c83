using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Contract;

public sealed class EmbeddedRecordingTests : RecordingContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedAmountsTests : AmountsContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedSegmentsTests : SegmentsContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedRefitTests : RefitContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedHysteresisTests : HysteresisContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedDecayTests : DecayContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedWallClockTests : WallClockContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedOutlookTests : OutlookContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedEventClockTests : EventClockContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedRecordTests : RecordContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

public sealed class EmbeddedReportsTests : ReportsContract
{
    protected override Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        EmbeddedUnderTest.StartAsync(options, time);
}

/// <summary>An embedded engine on a folder of its own.</summary>
internal sealed class EmbeddedUnderTest : EngineUnderTest
{
    private readonly TimeProvider _time;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");
    private EngineOptions _options;
    private EmbeddedEngine _engine;

    private EmbeddedUnderTest(EngineOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _engine = Open();
    }

    public override ISegmentationEngine Engine => _engine;

    public string Folder => _folder.FullName;

    /// <summary>Two lanes, whatever the machine has.</summary>
    public int Lanes { get; set; } = 2;

    public static Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time) =>
        Task.FromResult<EngineUnderTest>(new EmbeddedUnderTest(options, time));

    public override Task SweptAsync() => _engine.SweptAsync();

    public override async Task RestartAsync(EngineOptions? options = null)
    {
        await _engine.DisposeAsync();
        _options = options ?? _options;
        _engine = Open();
    }

    /// <summary>Stops it cleanly, and leaves its folder somewhere else.</summary>
    public async Task StopAsync(string folder)
    {
        await _engine.DisposeAsync();
        Directory.Move(Folder, folder);
        _folder.Create();
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private EmbeddedEngine Open() => EmbeddedEngine.Start(
        _options, new() { Data = Folder, Lanes = Lanes }, _time, NullLogger.Instance);
}
