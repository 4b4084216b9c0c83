using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.HostTests.Contract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary><c>segmentation export</c> on the folder of a real engine with lanes, to the customer.</summary>
public sealed class LaneExportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("export-");
    private readonly ManualTime _time = new(Day0.AddDays(50));
    private EmbeddedUnderTest _engine = null!;

    private string Data => Path.Combine(_folder.FullName, "data");

    private string File => Path.Combine(_folder.FullName, "shop.export");

    public async ValueTask InitializeAsync()
    {
        _engine = (EmbeddedUnderTest)await EmbeddedUnderTest.StartAsync(new(), _time);
        await _engine.Engine.RecordAsync(
        [
            Event("A", "a1", 0, 60), Event("A", "a2", 10, 40), Event("B", "b1", 30, 500),
            Event("A", "a2", 12, 15) with { EventId = "a2-back", Type = PurchaseEventType.Refund },
            Event("R", "r1", 20, 5) with { Type = PurchaseEventType.Refund },
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_export_has_everything_is_for_its_owner_alone_and_leaves_the_folder_as_it_was()
    {
        await StopAsync();
        var before = Fingerprints();

        var run = await ToolRun.OfAsync("export", File, "--data", Data);
        var again = await ToolRun.OfAsync("export", File + "2", "--data", Data);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldStartWith($"{File}: 3 customers, 2 migrations, 1 models, 0 subscriptions; ");
        Fingerprints().ShouldBe(before);
        again.ExitCode.ShouldBe(0, again.Error);
        System.IO.File.ReadAllBytes(File + "2").ShouldBe(System.IO.File.ReadAllBytes(File));
        _folder.GetFiles().Select(file => file.Name).ShouldBe(["shop.export", "shop.export2"], ignoreOrder: true);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var read = ExportFile.Open(File);
        read.Currency.ShouldBe("EUR");
        (read.Counts.Customers, read.Counts.FirstContacts).ShouldBe((3, 1));
        read.Migrations().Select(migration => migration.CustomerId).ShouldBe(["A", "B"], ignoreOrder: true);
        read.FirstContacts().ShouldHaveSingleItem().CustomerId.ShouldBe("R");
        var a = read.Customers().Select(Read).Single(customer => customer.Id == "A");
        (a.Events, a.SegmentState.Frequency, a.SegmentState.Monetary).ShouldBe((3, 2, 85m));
    }

    [Fact]
    public async Task An_export_that_the_last_version_wrote_is_read_whole()
    {
        // Written before the tables were renamed, of the folder that schema-5.db.gz is of.
        await using (var written = typeof(LaneExportTests).Assembly.GetManifestResourceStream("format-1.export.gz")!)
        await using (var file = System.IO.File.Create(File))
        {
            await written.CopyToAsync(file, TestContext.Current.CancellationToken);
        }

        var read = ExportFile.Open(File);

        (read.Counts.Customers, read.Counts.Migrations, read.Counts.FirstContacts).ShouldBe((40, 310, 2));
        read.FirstContacts().Select(contact => contact.CustomerId).ShouldBe(["R-1", "R-2"]);
        read.FirstContacts().ShouldAllBe(contact => contact.Since.Year == 2026 && contact.RecordedAt == contact.Since);
        read.Customers().Count().ShouldBe(40);
    }

    [Fact]
    public async Task Who_was_moved_by_time_alone_since_the_last_checkpoint_stands_where_the_record_says()
    {
        await _engine.RestartAsync(); // a stop writes the pages
        _time.MoveTo(Day0.AddDays(500));
        await _engine.SweptAsync();
        await StopAsync(); // nothing was told, so nothing is written

        await ToolRun.OfAsync("export", File, "--data", Data);

        var read = ExportFile.Open(File);
        var last = read.Migrations().Where(migration => migration.CustomerId == "B").MaxBy(migration => migration.Sequence)!;
        last.To.ShouldBeNull("the window of 365 days has passed");
        var b = read.Customers().Select(Read).Single(customer => customer.Id == "B").SegmentState;
        (b.Sequence, b.Segment, b.Since, b.Frequency).ShouldBe((last.Sequence, null, last.EffectiveAt.UtcTicks, 0));
    }

    [Fact]
    public async Task A_running_engine_a_killed_one_and_none_are_told_apart()
    {
        var running = await ToolRun.OfAsync("export", File, "--data", _engine.Folder);
        running.ExitCode.ShouldBe(1);
        running.Error.ShouldContain("An engine runs on");

        // What a kill leaves is what is on disk at some moment.
        Directory.CreateDirectory(Data);
        foreach (var file in Directory.GetFiles(_engine.Folder, "segmentation.db*"))
        {
            using var copy = System.Diagnostics.Process.Start("cp", [file, Data]); // the engine holds it, as far as .NET is concerned
            await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var killed = await ToolRun.OfAsync("export", File, "--data", Data);
        killed.ExitCode.ShouldBe(1);
        killed.Error.ShouldContain("was killed");
        killed.Error.ShouldContain("Start the engine on it once");

        var none = await ToolRun.OfAsync("export", File, "--data", Path.Combine(_folder.FullName, "nothing"));
        none.ExitCode.ShouldBe(1);
        none.Error.ShouldContain("it has no segmentation.db");
        Directory.Exists(Path.Combine(_folder.FullName, "nothing")).ShouldBeFalse();
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public async Task A_journal_that_is_in_the_file_already_is_noticed_too()
    {
        Directory.CreateDirectory(Data);
        using (var file = EngineFile.Open(Data))
        {
            file.Writer.Commit(writer =>
            {
                writer.SetMeta(Markers.Currency, "EUR");
                writer.AppendJournal([1, 2, 3]);
            });
        }

        var run = await ToolRun.OfAsync("export", File, "--data", Data);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("was killed");
    }

    [Fact]
    public async Task A_file_that_is_cut_or_changed_is_not_read()
    {
        await StopAsync();
        await ToolRun.OfAsync("export", File, "--data", Data);
        var whole = System.IO.File.ReadAllBytes(File);
        var lines = Unpacked(whole);
        byte[][] broken =
        [
            [], whole[..10], whole[..(whole.Length / 2)], whole[..^1],
            Packed(lines[..^1]), // cut where a line ends
            Packed([.. lines[..^2], lines[^1]]), // a customer is missing
            Packed([.. lines[..^1], lines[^1], lines[1]]),
            Packed([lines[0].Replace("EUR", "USD", StringComparison.Ordinal), .. lines[1..]]),
            Packed(["""{"customerId":"A"}""", .. lines[1..]]),
            "no gzip at all"u8.ToArray(),
        ];

        foreach (var bytes in broken)
        {
            System.IO.File.WriteAllBytes(File, bytes);
            var refused = Should.Throw<StorageException>(() => ExportFile.Open(File));
            refused.Fault.ShouldBe(StorageFault.Corrupt);
            refused.Message.ShouldEndWith("Export again.");
        }

        System.IO.File.WriteAllBytes(File, Packed([lines[0].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), .. lines[1..]]));
        Should.Throw<StorageException>(() => ExportFile.Open(File)).Message.ShouldContain("newer version");
        Should.Throw<StorageException>(() => ExportFile.Open(File + "-not")).Fault.ShouldBe(StorageFault.Unavailable);
    }

    private static PurchaseEvent Event(string customer, string order, double day, decimal amount) =>
        new(order, PurchaseEventType.Purchase, customer, order, Day0.AddDays(day), amount);

    private static Customer Read(byte[] packed)
    {
        var reader = new PackedReader(packed);
        return CustomerCodec.Read(ref reader);
    }

    private static string[] Unpacked(byte[] bytes)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    private static byte[] Packed(IEnumerable<string> lines)
    {
        var output = new MemoryStream();
        using (var packed = new GZipStream(output, CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }

        return output.ToArray();
    }

    private async Task StopAsync() => await _engine.StopAsync(Data);

    private List<string> Fingerprints() => [.. Directory.GetFiles(Data).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file)))}")];
}
