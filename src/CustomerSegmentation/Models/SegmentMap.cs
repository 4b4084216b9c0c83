namespace CustomerSegmentation.Models;

/// <summary>
/// Which segment a pair of scores belongs to: every one of the 25 cells (R, FM) in exactly one segment.
/// R is the recency score, FM the mean of the frequency and the monetary score, rounded half up; 5 is best.
/// </summary>
public sealed class SegmentMap
{
    private const int Scores = 5;
    private readonly byte[] _indexByCell = new byte[Scores * Scores];

    /// <summary>Lays the segments over the cells.</summary>
    /// <param name="segments">
    /// Each segment with its cells, two digits a cell: <c>"53 44"</c> is R 5 with FM 3 and R 4 with FM 4.
    /// </param>
    /// <exception cref="ArgumentException">A cell is in two segments or in none, or is no cell.</exception>
    public SegmentMap(IReadOnlyList<(Segment Segment, string Cells)> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        const byte Nobody = byte.MaxValue;
        _indexByCell.AsSpan().Fill(Nobody);

        for (var index = 0; index < segments.Count; index++)
        {
            foreach (var cell in segments[index].Cells.Split(' '))
            {
                if (cell is not [>= '1' and <= '5', >= '1' and <= '5'])
                {
                    throw new ArgumentException($"'{cell}' is no cell: two digits from 1 to 5 are.", nameof(segments));
                }

                ref var owner = ref _indexByCell[Position(cell[0] - '0', cell[1] - '0')];
                if (owner != Nobody)
                {
                    throw new ArgumentException(
                        $"Cell {cell} is in two segments: {segments[owner].Segment.Name} and {segments[index].Segment.Name}.",
                        nameof(segments));
                }

                owner = (byte)index;
            }
        }

        if (_indexByCell.IndexOf(Nobody) is var gap and >= 0)
        {
            throw new ArgumentException(
                $"Cell {(gap / Scores) + 1}{(gap % Scores) + 1} is in no segment.", nameof(segments));
        }

        Segments = [.. segments.Select(s => s.Segment)];
    }

    /// <summary>The segments, in the order of their index.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>The index of the segment that has this cell; scores 1–5.</summary>
    public int IndexOf(int recency, int frequencyMonetary) => _indexByCell[Position(recency, frequencyMonetary)];

    /// <summary>FM: the mean of both scores, rounded half up.</summary>
    public static int Together(int frequency, int monetary) => (frequency + monetary + 1) / 2;

    private static int Position(int recency, int frequencyMonetary) =>
        ((recency - 1) * Scores) + frequencyMonetary - 1;
}
