using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Streaming;

/// <summary>
/// The end of the record in memory, shared by all live readers: the first who asks for more reads it from the record,
/// once for all. Bounded, whoever reads and however slowly; whoever falls behind it reads from the record alone.
/// </summary>
internal sealed class MigrationTail(ISegmentationEngine engine) : IDisposable
{
    /// <summary>The most that one call gives.</summary>
    public const int Most = 256;

    private const int Capacity = 2_048;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Part _kept = new(0, 0, []);

    /// <summary>What is on record after a position, oldest first, and where to read on.</summary>
    /// <param name="position">After it.</param>
    /// <param name="caughtUp">
    /// Whether the reader has been at the end before. Others read from the record itself, from which erased customers
    /// are gone.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(ArraySegment<Frame> Frames, long Through)> AfterAsync(
        long position, bool caughtUp, CancellationToken cancellation)
    {
        if (!caughtUp)
        {
            return (await ReadAsync(position, cancellation)).From(position);
        }

        // One part from first to last: another reader may put a later one in its place at any time.
        var kept = _kept;
        if (!kept.Reaches(position))
        {
            await _reading.WaitAsync(cancellation);
            try
            {
                kept = _kept;
                if (position < kept.After)
                {
                    return (await ReadAsync(position, cancellation)).From(position);
                }

                if (!kept.Reaches(position))
                {
                    var more = await ReadAsync(position, cancellation);
                    _kept = kept = position == kept.Through ? kept.Then(more) : more;
                }
            }
            finally
            {
                _reading.Release();
            }
        }

        return kept.From(position);
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Part> ReadAsync(long position, CancellationToken cancellation)
    {
        var stretch = await engine.Record.AfterAsync(position, Most, replays: true, cancellation);
        return new(position, stretch.Through, [.. stretch.Migrations.Select(one => new Frame(engine, one))]);
    }

    /// <summary>A part of the record: what is after one position and up to another.</summary>
    private sealed record Part(long After, long Through, Frame[] Frames)
    {
        public bool Reaches(long position) => After <= position && position < Through;

        public Part Then(Part more)
        {
            var surplus = Math.Max(0, Frames.Length + more.Frames.Length - Capacity);
            return surplus == 0
                ? new(After, more.Through, [.. Frames, .. more.Frames])
                : new(Frames[surplus - 1].Position, more.Through, [.. Frames[surplus..], .. more.Frames]);
        }

        public (ArraySegment<Frame> Frames, long Through) From(long position)
        {
            var (low, high) = (0, Frames.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Frames[middle].Position > position ? (low, middle) : (middle + 1, high);
            }

            var rest = new ArraySegment<Frame>(Frames, low, Math.Min(Most, Frames.Length - low));
            return (rest, low + rest.Count == Frames.Length ? Math.Max(Through, position) : rest[^1].Position);
        }
    }
}
