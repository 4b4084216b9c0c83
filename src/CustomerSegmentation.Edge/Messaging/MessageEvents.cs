using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>The events that a message holds, read without ever failing.</summary>
/// <param name="Part">Their range in the body.</param>
/// <param name="Batch">What was read there.</param>
internal sealed record MessageEvents(Range Part, EventBatch Batch)
{
    /// <summary>
    /// A larger body is refused as a whole. 1,000 events whose identifiers are all as long as they may be, every
    /// character written as an escape, have some 7.5 MB.
    /// </summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    public static MessageEvents In(byte[] body) => In(body, MassTransitEnvelope.Unwrap, EventReader.Read);

    /// <summary>
    /// Neither step should throw. Should one do so all the same, it would at every delivery, and the broker would
    /// deliver for ever: such a body is refused.
    /// </summary>
    internal static MessageEvents In(
        byte[] body, Func<ReadOnlySpan<byte>, Range> unwrap, Func<ReadOnlySpan<byte>, int, EventBatch> read)
    {
        if (body.Length > MaxBytes)
        {
            return Refused(body, new(
                RefusalCodes.TooLarge,
                $"The body has {body.Length:N0} bytes; at most {MaxBytes:N0} are read. Send it in parts."));
        }

        try
        {
            var part = unwrap(body);
            return new(part, read(body.AsSpan(part), EventReader.MaxEventsPerMessage));
        }
        catch (Exception failure)
        {
            return Refused(body, new(RefusalCodes.MalformedJson, $"The body cannot be read: {failure.Message}"));
        }
    }

    private static MessageEvents Refused(byte[] body, Refusal refusal) =>
        new(Range.All, EventBatch.OfRefusedBody(body.Length, refusal));
}
