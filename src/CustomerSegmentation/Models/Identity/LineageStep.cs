namespace CustomerSegmentation.Models.Identity;

/// <summary>What became of segments from one model to the next.</summary>
public enum LineageEvent : byte
{
    /// <summary>The segment lives on in one cluster, with its id and wording.</summary>
    Continued,

    /// <summary>A cluster that continues no segment.</summary>
    Born,

    /// <summary>A segment that no cluster continues, and whose members went separate ways.</summary>
    Retired,

    /// <summary>A segment came apart: several clusters have most of their members from it. One of them may continue it.</summary>
    Split,

    /// <summary>Segments came together: most members of each went into one cluster. It may continue one of them.</summary>
    Merged,
}

/// <summary>One step of a lineage, with the evidence.</summary>
/// <param name="Event">What happened.</param>
/// <param name="From">Ids of the segments of the model before; empty when born.</param>
/// <param name="To">Ids of the segments of the new model; empty when retired.</param>
/// <param name="Overlaps">
/// The customers between these segments; when born, wherever they came from; when retired, wherever they went.
/// </param>
public sealed record LineageStep(
    LineageEvent Event, IReadOnlyList<string> From, IReadOnlyList<string> To, IReadOnlyList<LineageOverlap> Overlaps);

/// <summary>Customers that a segment of the model before and one of the new model share.</summary>
/// <param name="From">Id in the model before.</param>
/// <param name="To">Id in the new model.</param>
/// <param name="Customers">How many.</param>
/// <param name="ShareOfFrom">Of the segment's members who have RFM at the fit, 0 to 1.</param>
/// <param name="ShareOfTo">Of the new segment's members who were in a segment before, 0 to 1.</param>
public sealed record LineageOverlap(string From, string To, long Customers, double ShareOfFrom, double ShareOfTo);
