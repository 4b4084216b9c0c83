using CustomerSegmentation.Ledger.Records;

namespace CustomerSegmentation.Ledger;

/// <summary>Keys of settings and markers that every host keeps on record, see <see cref="LedgerReader.Meta"/>.</summary>
public static class Markers
{
    /// <summary>Reporting currency: amounts on record are in it.</summary>
    public const string Currency = "currency";

    /// <summary>The rolling window of the last start, in ticks, or "all".</summary>
    public const string Window = "window";

    /// <summary>The hysteresis of the last start; nothing in a file from before there was any.</summary>
    public const string Hysteresis = "hysteresis";

    /// <summary>The event clock when it was last kept (UTC ticks); events on record since raise it further.</summary>
    public const string Clock = "clock";

    /// <summary>The time by which the engine went last (UTC ticks), and whether its wall clock was in doubt then; see <see cref="Engine.CheckedWallClock.TakeForRecord"/>.</summary>
    public const string WallClock = "wall_clock";

    /// <summary>How far the model in force has been reviewed, in the words of the review.</summary>
    public const string Refits = "refits";

    /// <summary>Which parts of the record were replayed, see <see cref="ReplayedRanges"/>.</summary>
    public const string Replays = "replays";

    /// <summary>What became of the last fit, as JSON.</summary>
    public const string LastFit = "last_fit";

    /// <summary>Which host the file belongs to, see <see cref="FileOwner"/>.</summary>
    public const string Owner = "owner";

    /// <summary>Where a cluster keeps the state of its customers, in the words of its settings.</summary>
    public const string StateStorage = "state_storage";

    /// <summary>Migrations up to this place are in the pages of the embedded engine.</summary>
    public const string MigrationsInPages = "migrations_in_pages";

    /// <summary>There once the pages of the embedded engine tell where each customer's last migration is.</summary>
    public const string PagesAreChained = "pages_are_chained";
}
