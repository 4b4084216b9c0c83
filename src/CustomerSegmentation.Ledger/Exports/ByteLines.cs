namespace CustomerSegmentation.Ledger.Exports;

/// <summary>The lines of a stream as bytes, without their ends: some are long, and none need become text.</summary>
internal static class ByteLines
{
    /// <summary>Each line is valid until the next one is asked for.</summary>
    /// <exception cref="InvalidDataException">The last line does not end.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(Stream stream)
    {
        var buffer = new byte[64 << 10];
        var (from, to) = (0, 0);
        while (true)
        {
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', from, to - from)) >= 0; from = end + 1)
            {
                yield return buffer.AsMemory(from, end - from);
            }

            // What is left of a line moves to the front, and what comes after it behind.
            buffer.AsSpan(from, to - from).CopyTo(buffer);
            (from, to) = (0, to - from);
            if (to == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var count = stream.Read(buffer, to, buffer.Length - to);
            if (count == 0)
            {
                if (to > 0)
                {
                    throw new InvalidDataException("its last line breaks off");
                }

                yield break;
            }

            to += count;
        }
    }
}
