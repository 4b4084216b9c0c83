namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The end of a host, at a moment drawn from the test's seed.</summary>
internal static class RandomKill
{
    private const int LongestWork = 500; // milliseconds

    /// <summary>Kills the host: one time in four while it still starts, else while it works.</summary>
    public static async Task StrikeAsync(HostUnderTest host, HostProcess process, Random random)
    {
        var early = random.Next(4) == 0;
        var delay = TimeSpan.FromMilliseconds(random.Next(early ? (int)host.StartTakes.TotalMilliseconds : LongestWork));
        if (!early)
        {
            await host.WorksAsync(process);
        }

        await Task.Delay(delay, TimeProvider.System);
        await process.KillAsync();
    }
}
