using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>
/// When a call that failed is made again: after 5 s, then twice as long each time up to 12 h, for five days; later, though
/// not after more than 12 h, if the receiver asks for it.
/// </summary>
internal static class RetryPlan
{
    /// <summary>A message that fails for so long disables its subscription.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromHours(12);

    /// <summary>The next attempt.</summary>
    /// <param name="now">When the last one failed.</param>
    /// <param name="attempts">How often it has failed, 1 or more.</param>
    /// <param name="messageId">As for <see cref="DelayAfter"/>.</param>
    /// <param name="notBefore">What the receiver asked for.</param>
    public static DateTimeOffset NextAfter(DateTimeOffset now, int attempts, string messageId, DateTimeOffset? notBefore)
    {
        var next = now + DelayAfter(attempts, messageId);
        var asked = notBefore > now + MaxDelay ? now + MaxDelay : notBefore;
        return asked > next ? asked.Value : next;
    }

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="attempts">How often it has failed, 1 or more.</param>
    /// <param name="messageId">
    /// Strays the wait by up to a fifth either way, so that what failed together is not tried again together; the same
    /// message strays the same.
    /// </param>
    public static TimeSpan DelayAfter(int attempts, string messageId)
    {
        var delay = Math.Min(MaxDelay.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(attempts, 30) - 1));
        var share = (uint)XxHash64.Of($"{messageId} {attempts}") / (double)uint.MaxValue;
        return TimeSpan.FromSeconds(delay * (0.8 + (0.4 * share)));
    }
}
