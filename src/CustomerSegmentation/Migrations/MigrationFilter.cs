namespace CustomerSegmentation.Migrations;

/// <summary>Which migrations somebody wants to hear of.</summary>
/// <param name="Segments">
/// Ids, or <see cref="SegmentFilter.None"/>; a migration out of or into one of them. Empty for all.
/// </param>
/// <param name="Causes">Empty for all.</param>
public sealed record MigrationFilter(IReadOnlyList<string> Segments, IReadOnlyList<MigrationCause> Causes)
{
    /// <summary>Everything.</summary>
    public static MigrationFilter None { get; } = new([], []);

    /// <summary>Whether it is one of them.</summary>
    public bool Matches(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return (Causes.Count == 0 || Causes.Contains(migration.Cause))
            && (Segments.Count == 0
                || Segments.Contains(migration.From ?? SegmentFilter.None)
                || Segments.Contains(migration.To ?? SegmentFilter.None));
    }
}
