namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>Keys of the file's meta table.</summary>
internal static class Markers
{
    /// <summary>Reporting currency: amounts on record are in it.</summary>
    public const string Currency = "currency";

    /// <summary>The rolling window of the last start, in ticks, or "all".</summary>
    public const string Window = "window";

    /// <summary>The hysteresis of the last start; nothing in a file from before there was any.</summary>
    public const string Hysteresis = "hysteresis";

    /// <summary>How many lanes the pages were written by.</summary>
    public const string Lanes = "lanes";

    /// <summary>Migrations up to this place are in the pages.</summary>
    public const string MigrationsInPages = "migrations_in_pages";

    /// <summary>When storage was last tried for its own sake.</summary>
    public const string Probed = "probed";

    /// <summary>The event clock at the last checkpoint (UTC ticks); the journal raises it further.</summary>
    public const string Clock = "clock";

    /// <summary>How far the model in force has been reviewed, see <see cref="Models.RefitState"/>.</summary>
    public const string Refits = "refits";

    /// <summary>Which parts of the record were replayed, see <see cref="Onward.ReplayedParts"/>.</summary>
    public const string Replays = "replays";
}
