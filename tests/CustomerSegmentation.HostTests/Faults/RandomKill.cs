namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The lives that a host leads between two kills, all drawn from the test's seed.</summary>
internal static class RandomKill
{
    /// <summary>Another number of lanes at every start, and checkpoints all the time: recovery takes every path it has.</summary>
    public static string[] Restless(Random random) =>
    [
        "--Lanes", $"{random.Next(1, 4)}", "--JournalBytes", $"{random.Next(1_000, 100_000)}", "--SweepEvery", "00:00:00.05",
    ];

    /// <summary>Kills the host: one time in four while it still starts, else while it works.</summary>
    public static async Task StrikeAsync(HostProcess host, Random random)
    {
        var early = random.Next(4) == 0;
        var delay = TimeSpan.FromMilliseconds(random.Next(early ? 1_000 : 500));
        if (!early)
        {
            await host.ListensAsync();
        }

        await Task.Delay(delay, TimeProvider.System);
        await host.KillAsync();
    }
}
