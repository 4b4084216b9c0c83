using System.Text;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>What goes to the error queue for a message, and why.</summary>
/// <param name="Body">
/// The original, byte for byte, when nothing of it counts; otherwise <c>{"events":[…]}</c> with the raw JSON of the
/// refused events alone, so that it can be put right and published again as it is.
/// </param>
/// <param name="Code">For <see cref="RefusalHeaders.Code"/>.</param>
/// <param name="Reason">For <see cref="RefusalHeaders.Reason"/>.</param>
/// <param name="Index">For <see cref="RefusalHeaders.Index"/>.</param>
internal sealed record RefusedMessage(byte[] Body, string Code, string Reason, string? Index)
{
    // Headers travel in one AMQP frame, 128 KB by default, with whatever else the broker adds to them.
    private const int MaxReasonLength = 2_000;

    /// <param name="body">The message as it came.</param>
    /// <param name="events">The part of it that <paramref name="batch"/> was read from.</param>
    /// <param name="batch">What was read.</param>
    /// <param name="refused">Everything refused, by reader and engine, by position in the batch; at least one.</param>
    public static RefusedMessage Of(
        byte[] body, ReadOnlySpan<byte> events, EventBatch batch, IReadOnlyList<RefusedEvent> refused) =>
        new(
            refused.Count == batch.Slices.Count ? body : OnlyThese(events, batch, refused),
            string.Join(',', refused.Select(one => one.Code).Distinct()),
            refused.Count == 1 ? Shorten(refused[0].Reason) : Lines(refused),
            batch.BodyRefused ? null : string.Join(',', refused.Select(one => one.Index)));

    private static byte[] OnlyThese(ReadOnlySpan<byte> events, EventBatch batch, IReadOnlyList<RefusedEvent> refused)
    {
        var json = new MemoryStream();
        json.Write("{\"events\":["u8);
        for (var i = 0; i < refused.Count; i++)
        {
            if (i > 0)
            {
                json.WriteByte((byte)',');
            }

            json.Write(events[batch.Slices[refused[i].Index]]);
        }

        json.Write("]}"u8);
        return json.ToArray();
    }

    private static string Lines(IReadOnlyList<RefusedEvent> refused)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < refused.Count; i++)
        {
            var line = $"{refused[i].Index}: {Shorten(refused[i].Reason)}\n";
            if (lines.Length + line.Length > MaxReasonLength)
            {
                return lines.Append($"and {refused.Count - i} more").ToString();
            }

            lines.Append(line);
        }

        return lines.ToString(0, lines.Length - 1);
    }

    private static string Shorten(string reason) =>
        reason.Length <= 500 ? reason : string.Concat(reason.AsSpan(0, 500), "…");
}
