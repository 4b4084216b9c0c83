using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>What became of one event.</summary>
public enum RecordStatus : byte
{
    /// <summary>It was new and counts.</summary>
    Recorded,

    /// <summary>It had been folded before; nothing changed.</summary>
    Duplicate,

    /// <summary>An event of the same id with other content had been folded before; nothing changed.</summary>
    Conflict,
}

/// <summary>What became of one event, and the migrations that came of it in the order they took effect.</summary>
public readonly record struct RecordOutcome(RecordStatus Status, IReadOnlyList<Migration> Migrations);
