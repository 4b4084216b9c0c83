using System.Runtime.Versioning;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Who owns a folder, and what a host does with one that is new.</summary>
public abstract class DataFolderTests
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task A_file_without_an_event_takes_over_another_currency_for_good()
    {
        using var folder = new DataFolder();
        await using (var first = await Host.StartAsync(folder.Path))
        {
            await first.StopAsync();
        }

        await using (var second = await Host.StartAsync(folder.Path, "--Currency", "GBP"))
        {
            (await second.RecordAsync(PurchaseLoad.Of(seed: 3, events: 20).Events)).Recorded.ShouldBe(20);
            await second.StopAsync();
        }

        var (exitCode, errors) = await Host.RunAsync(folder.Path, "--Currency", "EUR");

        exitCode.ShouldBe(4, errors);
        errors.ShouldContain("GBP");
    }

    [Fact]
    public async Task A_file_half_made_when_the_first_start_was_killed_is_begun_anew()
    {
        using var folder = new DataFolder();
        await File.WriteAllTextAsync(folder.File + ".new", "half of a data");

        await using var host = await Host.StartAsync(folder.Path);

        (await host.RecordAsync(PurchaseLoad.Of(seed: 3, events: 20).Events)).Recorded.ShouldBe(20);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        using var folder = new DataFolder();
        var trade = PurchaseLoad.Of(seed: 5, events: 40);
        await using var first = await Host.StartAsync(folder.Path, "--Clock", "event", "--Window", "all");
        await first.RecordAsync([.. trade.Events.Take(20)]);

        var (exitCode, errors) = await Host.RunAsync(folder.Path);

        exitCode.ShouldBe(3, errors);
        errors.ShouldContain(folder.Path);
        errors.ShouldContain("another running engine");
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
        (await first.RecordAsync([.. trade.Events.Skip(20)])).Recorded.ShouldBe(20);
        await first.NothingIsLostOrCountedTwiceAsync(trade.Events);
        await first.StopAsync();
    }

    /// <summary>The mark in the folder is a file like any other; the data must not get two owners because it is gone.</summary>
    [Fact]
    public async Task A_second_process_is_refused_although_somebody_deleted_the_mark()
    {
        using var folder = new DataFolder();
        await using var first = await Host.StartAsync(folder.Path);
        File.Delete(Path.Combine(folder.Path, "owner.lock"));

        var (exitCode, errors) = await Host.RunAsync(folder.Path);

        exitCode.ShouldBe(3, errors);
        errors.ShouldContain("its segmentation.db is held");
        (await first.RecordAsync(PurchaseLoad.Of(seed: 5, events: 20).Events)).Recorded.ShouldBe(20);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_may_read_what_is_in_the_folder_not_even_what_an_earlier_version_left_open()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var folder = new DataFolder();
        var data = Path.Combine(folder.Path, "made", "by-the-engine");
        await using (var first = await Host.StartAsync(data))
        {
            await first.RecordAsync(PurchaseLoad.Of(seed: 5, events: 20).Events);
            File.GetUnixFileMode(data).ShouldBe(Owner | UnixFileMode.UserExecute);
            Directory.GetFiles(data).ShouldAllBe(file => File.GetUnixFileMode(file) == Owner);
            await first.StopAsync();
        }

        foreach (var file in Directory.GetFiles(data))
        {
            File.SetUnixFileMode(file, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await using var second = await Host.StartAsync(data);
        Directory.GetFiles(data).ShouldAllBe(file => File.GetUnixFileMode(file) == Owner);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        using var folder = new DataFolder();
        await File.WriteAllTextAsync(folder.File, "");

        var (exitCode, errors) = await Host.RunAsync(folder.File);

        exitCode.ShouldBe(5, errors);
        errors.ShouldContain(folder.File);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        // The kernel lets nobody write there, not even root.
        Assert.SkipUnless(Directory.Exists("/proc/sys"), "there is no /proc/sys here");

        var (exitCode, errors) = await Host.RunAsync("/proc/sys/segmentation");

        exitCode.ShouldBe(5, errors);
        errors.ShouldContain("/proc/sys/segmentation");
    }
}
