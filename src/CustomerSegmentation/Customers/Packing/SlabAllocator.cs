using System.Buffers.Binary;

namespace CustomerSegmentation.Customers.Packing;

/// <summary>
/// Keeps very many short runs of bytes that come and go, out of the collector's way: in chunks, each of blocks of one size (a slab
/// allocator). A chunk that is empty again serves any size, so that runs that all grow leave nothing behind.
/// </summary>
internal sealed class SlabAllocator
{
    private const int Unit = 16; // bytes; a block is so many of them
    private const int UnitsInChunk = 2048;
    private const int MaxUnits = 256;
    private const int LengthBytes = sizeof(ushort);
    private const int None = -1;

    private readonly List<Chunk> _chunks = [];
    private readonly Stack<int> _empty = [];
    private readonly int[] _open = [.. Enumerable.Repeat(None, MaxUnits + 1)]; // by units of a block: a chunk that has room

    /// <summary>The longest run that can be kept.</summary>
    public const int Longest = (MaxUnits * Unit) - LengthBytes;

    /// <summary>Bytes taken from the runtime, whether in use or not.</summary>
    public long Capacity => (long)_chunks.Count * UnitsInChunk * Unit;

    /// <summary>What is kept at a place.</summary>
    public ReadOnlySpan<byte> this[int place]
    {
        get
        {
            var block = _chunks[place / UnitsInChunk].Bytes.AsSpan(place % UnitsInChunk * Unit);
            return block.Slice(LengthBytes, BinaryPrimitives.ReadUInt16LittleEndian(block));
        }
    }

    /// <summary>Keeps a copy, at the place returned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than <see cref="Longest"/>.</exception>
    public int Put(ReadOnlySpan<byte> run)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(run.Length, Longest, nameof(run));
        var units = (run.Length + LengthBytes + Unit - 1) / Unit;
        var number = _open[units] == None ? Open(units) : _open[units];
        var chunk = _chunks[number];
        var unit = chunk.Take();
        if (chunk.IsFull)
        {
            Unlink(chunk);
        }

        var block = chunk.Bytes.AsSpan(unit * Unit);
        BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)run.Length);
        run.CopyTo(block[LengthBytes..]);
        return (number * UnitsInChunk) + unit;
    }

    /// <summary>Gives up what is kept at a place.</summary>
    public void Remove(int place)
    {
        var number = place / UnitsInChunk;
        var chunk = _chunks[number];
        if (chunk.IsFull)
        {
            Link(chunk, number);
        }

        chunk.Return(place % UnitsInChunk);
        if (chunk.Blocks == 0)
        {
            Unlink(chunk);
            _empty.Push(number);
        }
    }

    private int Open(int units)
    {
        if (!_empty.TryPop(out var number))
        {
            number = _chunks.Count;
            if (number > int.MaxValue / UnitsInChunk)
            {
                throw new InvalidOperationException("There is no place left in 32 GiB.");
            }

            _chunks.Add(new());
        }

        _chunks[number].Serve(units);
        Link(_chunks[number], number);
        return number;
    }

    /// <summary>Puts a chunk before the others of its size: the one that was full last is filled first, so that others can run empty.</summary>
    private void Link(Chunk chunk, int number)
    {
        ref var first = ref _open[chunk.Units];
        (chunk.Before, chunk.After) = (None, first);
        if (first != None)
        {
            _chunks[first].Before = number;
        }

        first = number;
    }

    private void Unlink(Chunk chunk)
    {
        if (chunk.After != None)
        {
            _chunks[chunk.After].Before = chunk.Before;
        }

        if (chunk.Before == None)
        {
            _open[chunk.Units] = chunk.After;
        }
        else
        {
            _chunks[chunk.Before].After = chunk.After;
        }
    }

    private sealed class Chunk
    {
        private int _freed; // the first of the blocks that were returned, each of which names the next; none: UnitsInChunk
        private int _fresh; // from here on nothing was taken yet

        // Pinned memory is not moved when it grows old.
        public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(UnitsInChunk * Unit, pinned: true);

        /// <summary>How long its blocks are.</summary>
        public int Units { get; private set; }

        /// <summary>How many blocks are taken.</summary>
        public int Blocks { get; private set; }

        /// <summary>Neighbours among those of its size that have room.</summary>
        public int Before { get; set; }

        /// <inheritdoc cref="Before"/>
        public int After { get; set; }

        public bool IsFull => _freed == UnitsInChunk && _fresh + Units > UnitsInChunk;

        public void Serve(int units) => (Units, Blocks, _freed, _fresh) = (units, 0, UnitsInChunk, 0);

        public int Take()
        {
            Blocks++;
            int unit;
            if (_freed == UnitsInChunk)
            {
                unit = _fresh;
                _fresh += Units;
            }
            else
            {
                unit = _freed;
                _freed = BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(unit * Unit));
            }

            return unit;
        }

        public void Return(int unit)
        {
            Blocks--;
            BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(unit * Unit), (ushort)_freed);
            _freed = unit;
        }
    }
}
