using System.Collections.Concurrent;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>
/// What a host leaves that was stopped cleanly once and killed later: a file with customers, and behind it a write-ahead log. Made
/// once for all tests of a host, since that takes two lives of it.
/// </summary>
internal static class SoundData
{
    private static readonly ConcurrentDictionary<HostUnderTest, Lazy<Task<Dictionary<string, byte[]>>>> Made = new();

    /// <summary>The clock and the window that it was recorded under.</summary>
    public static string[] Settings { get; } = ["--Clock", "event", "--Window", "all"];

    /// <summary>All that was recorded and acknowledged.</summary>
    public static PurchaseLoad PurchaseLoad { get; } = PurchaseLoad.Of(seed: 7, events: 600);

    /// <summary>Puts the files into a folder.</summary>
    public static async Task CopyAsync(HostUnderTest host, string folder)
    {
        foreach (var (name, bytes) in await Made.GetOrAdd(host, one => new(() => MakeAsync(one))).Value)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        }
    }

    private static async Task<Dictionary<string, byte[]>> MakeAsync(HostUnderTest host)
    {
        using var folder = new DataFolder();
        await using (var process = await host.StartAsync(folder.Path, Settings))
        {
            await process.RecordAsync([.. PurchaseLoad.Events.Take(500)]);
            await process.StopAsync();
        }

        await using (var process = await host.StartAsync(folder.Path, Settings))
        {
            await process.RecordAsync([.. PurchaseLoad.Events.Skip(500)]);
            await process.KillAsync();
        }

        var files = new[] { folder.File, folder.File + "-wal" };
        files.ShouldAllBe(file => new FileInfo(file).Length > 0);
        return files.ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
    }
}
