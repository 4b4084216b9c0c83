namespace CustomerSegmentation.Migrations;

/// <summary>A migration as far as reports count it: small, for there are millions of them.</summary>
/// <param name="Customer">Hash of the customer's id: they only need to be told apart.</param>
/// <param name="From">Id of the segment left; null when the customer was in none.</param>
/// <param name="To">Id of the segment entered; null when the customer lapsed.</param>
/// <param name="Cause">Why.</param>
/// <param name="EffectiveAt">When it became true, in UTC ticks.</param>
/// <param name="Monetary">What the customer was worth at the move; 0 where that is not on record.</param>
public readonly record struct Move(
    ulong Customer, string? From, string? To, MigrationCause Cause, long EffectiveAt, double Monetary);
