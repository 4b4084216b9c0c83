namespace CustomerSegmentation.Simulation;

/// <summary>Something that will happen in the simulated shop.</summary>
/// <param name="Slot">Whose: the place of the customer.</param>
/// <param name="CustomerNumber">The customer's number: a place can have passed on to someone else by then.</param>
/// <param name="Even">When, on the even clock.</param>
/// <param name="Order">0 for a purchase; for a refund, the number of its order.</param>
/// <param name="Part">1 or 2: which refund of the order.</param>
/// <param name="Cents">What goes back.</param>
internal readonly record struct ScheduledEvent(
    int Slot, long CustomerNumber, double Even, long Order = 0, int Part = 0, long Cents = 0);

/// <summary>The order of happening: by second, and within one in the order of planning, so that no tie is left to chance.</summary>
internal readonly record struct Due(long Second, long Sequence) : IComparable<Due>
{
    public int CompareTo(Due other) =>
        Second != other.Second ? Second.CompareTo(other.Second) : Sequence.CompareTo(other.Sequence);
}
