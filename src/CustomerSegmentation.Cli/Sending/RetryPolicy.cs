namespace CustomerSegmentation.Cli.Sending;

/// <summary>
/// Waits between attempts when a server that was there goes away for a while. Sending again is always safe: the
/// engine knows events by their id.
/// </summary>
internal sealed class RetryPolicy(Terminal terminal)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Altogether = TimeSpan.FromSeconds(60);

    private TimeSpan _spent;
    private TimeSpan _next = TimeSpan.FromMilliseconds(500);

    /// <summary>False, at once, when the time for retries is over.</summary>
    /// <param name="reason">Told to the user when waiting begins; null when the user knows.</param>
    /// <param name="advice">How long the server asks to wait.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task<bool> WaitAsync(string? reason, TimeSpan? advice, CancellationToken cancellation)
    {
        if (_spent >= Altogether)
        {
            return false;
        }

        if (_spent == TimeSpan.Zero && reason is not null)
        {
            terminal.Say($"{reason} Trying again for {Altogether.TotalSeconds:0} seconds.");
        }

        var wait = advice is { } asked && asked < Longest ? (asked > Shortest ? asked : Shortest) : _next;
        await Task.Delay(wait, terminal.Time, cancellation);
        _spent += wait;
        _next = wait * 2 < Longest ? wait * 2 : Longest;
        return true;
    }
}
