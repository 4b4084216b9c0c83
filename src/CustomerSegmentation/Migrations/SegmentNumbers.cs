namespace CustomerSegmentation.Migrations;

/// <summary>Small numbers for the ids of segments, for what is kept for every customer; 0 is no segment.</summary>
internal sealed class SegmentNumbers
{
    private readonly List<string?> _ids = [null];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The id of a number that was given out.</summary>
    public string? this[int number] => _ids[number];

    /// <summary>The number of an id, given out when it is first asked for.</summary>
    public int Of(string? id)
    {
        if (id is null)
        {
            return 0;
        }

        // The record is read with one string for each segment, and there are a dozen of them.
        for (var number = 1; number < _ids.Count; number++)
        {
            if (ReferenceEquals(_ids[number], id))
            {
                return number;
            }
        }

        if (!_numbers.TryGetValue(id, out var known))
        {
            _numbers.Add(id, known = _ids.Count);
            _ids.Add(id);
        }

        return known;
    }
}
