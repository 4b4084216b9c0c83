using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Events;

/// <summary>What a body said: the events that could be read, and those that could not.</summary>
/// <param name="Events">Events to record, in the order of the body.</param>
/// <param name="Indexes">The position in the body of each of <paramref name="Events"/>.</param>
/// <param name="Refused">What could not be read, by its position in the body.</param>
/// <param name="Slices">
/// The byte range of each position of the body, whether read or refused: the raw JSON of the event at
/// position <c>i</c> is <c>body[Slices[i]]</c>.
/// </param>
/// <param name="BodyRefused">
/// The body as a whole could not be used: no events, one refusal at index 0, one slice that is the whole body.
/// </param>
public sealed record EventBatch(
    IReadOnlyList<PurchaseEvent> Events,
    IReadOnlyList<int> Indexes,
    IReadOnlyList<RefusedEvent> Refused,
    IReadOnlyList<Range> Slices,
    bool BodyRefused)
{
    internal static EventBatch OfRefusedBody(int length, Refusal refusal) =>
        new([], [], [new RefusedEvent(0, null, refusal.Code, refusal.Reason)], [new Range(0, length)], BodyRefused: true);
}
