using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers.Events;

/// <summary>What became of one event.</summary>
public enum RecordStatus : byte
{
    /// <summary>It was new and counts.</summary>
    Recorded,

    /// <summary>It had been folded before; nothing changed.</summary>
    Duplicate,

    /// <summary>An event of the same id with other content had been folded before; nothing changed.</summary>
    Conflict,

    /// <summary>What is stored of the customer cannot be read, and will not be by itself; nothing changed.</summary>
    Unreadable,
}

/// <summary>What became of one event.</summary>
/// <param name="Status">Recorded, duplicate or conflict; a customer in memory can always be read.</param>
/// <param name="AssessedAt">The moment (UTC ticks) at which a recorded event took effect.</param>
/// <param name="Migrations">What came of it, in the order it took effect.</param>
public readonly record struct RecordOutcome(RecordStatus Status, long AssessedAt, IReadOnlyList<Migration> Migrations);
