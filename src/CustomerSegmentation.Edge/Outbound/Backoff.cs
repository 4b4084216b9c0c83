namespace CustomerSegmentation.Edge.Outbound;

/// <summary>How long to wait before trying again.</summary>
internal static class Backoff
{
    /// <summary>Half a second after the first failure, doubling up to <paramref name="longest"/>.</summary>
    public static TimeSpan DelayAfter(int attempt, TimeSpan longest) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, 0.5 * Math.Pow(2, Math.Min(attempt, 30) - 1)));
}
