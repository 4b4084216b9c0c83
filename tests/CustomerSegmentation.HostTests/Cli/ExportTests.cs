using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.HostTests.Faults;
using CustomerSegmentation.Ledger.Exports;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary><c>segmentation export</c> on the folder of a real host.</summary>
public abstract class ExportTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly DataFolder _exports = new();

    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    private string Export => Path.Combine(_exports.Path, "shop.export");

    public void Dispose()
    {
        _data.Dispose();
        _exports.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_export_of_a_stopped_host_has_everybody_with_all_that_moved_them_and_leaves_the_folder_as_it_was()
    {
        HashSet<(string, int)> onRecord;
        await using (var host = await Host.StartAsync(_data.Path, SoundData.Settings))
        {
            await host.RecordAsync(SoundData.PurchaseLoad.Events);
            await host.StopAsync();
        }

        await using (var host = await Host.StartAsync(_data.Path, SoundData.Settings))
        {
            onRecord = [.. (await host.MigrationsAsync()).Select(migration =>
                (migration.GetProperty("customerId").GetString()!, migration.GetProperty("sequence").GetInt32()))];
            await host.StopAsync();
        }

        var before = _data.Contents();
        var run = await ToolRun.OfAsync("export", Export, "--data", _data.Path);
        var again = await ToolRun.OfAsync("export", Export + "2", "--data", _data.Path);

        run.ExitCode.ShouldBe(0, run.Error);
        again.ExitCode.ShouldBe(0, again.Error);
        File.ReadAllBytes(Export + "2").ShouldBe(File.ReadAllBytes(Export));
        _data.Contents().ShouldBe(before);
        var export = ExportFile.Open(Export);
        var events = SoundData.PurchaseLoad.Events.CountBy(e => e.CustomerId).ToDictionary();
        export.Customers().Select(Read).ToDictionary(customer => customer.Id, customer => customer.Events).ShouldBe(events, ignoreOrder: true);
        // A sweep may have recorded more before the stop.
        onRecord.ShouldNotBeEmpty();
        onRecord.ShouldBeSubsetOf(export.Migrations().Select(migration => (migration.CustomerId, migration.Sequence)));
    }

    [Fact]
    public async Task A_running_host_a_killed_one_and_none_are_told_apart()
    {
        await using (var host = await Host.StartAsync(_data.Path, SoundData.Settings))
        {
            await host.RecordAsync(SoundData.PurchaseLoad.Events);
            await IsRefusedAsync("An engine runs on");
            await host.KillAsync();
        }

        await IsRefusedAsync("was killed");
        Directory.Delete(_data.Path, recursive: true);
        await IsRefusedAsync("it has no segmentation.db");
        Directory.CreateDirectory(_data.Path);
    }

    private async Task IsRefusedAsync(string reason)
    {
        var run = await ToolRun.OfAsync("export", Export, "--data", _data.Path);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain(reason);
        File.Exists(Export).ShouldBeFalse();
    }

    private static Customer Read(byte[] packed)
    {
        var reader = new PackedReader(packed);
        return CustomerCodec.Read(ref reader);
    }
}
