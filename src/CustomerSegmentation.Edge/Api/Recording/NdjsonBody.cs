using System.Buffers;
using System.IO.Pipelines;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api.Endpoints;

namespace CustomerSegmentation.Edge.Api.Recording;

/// <summary>A body of one event a line, of any length. Empty lines are passed over and have no index.</summary>
internal sealed class NdjsonBody(PipeReader body, EventRecording recording)
{
    /// <summary>A longer line is refused, and the stream goes on. Bytes.</summary>
    public const int MaxLineLength = 1 << 20;

    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);

    private static readonly Refusal TooLong = new(RefusalCodes.TooLarge, $"The line is longer than {MaxLineLength} bytes.");

    /// <summary>Inside a line that is refused already: the remainder is dropped as it comes.</summary>
    private bool _dropping;

    /// <summary>How much of what is left of the line that has not come to its end was looked through already.</summary>
    private long _scanned;

    public async Task ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var more = body.ReadAsync(cancellation);
            if (!more.IsCompleted)
            {
                recording.SendIfIdle();
            }

            var read = await more;
            var rest = read.Buffer;
            try
            {
                while (TakeLine(ref rest, read.IsCompleted))
                {
                    if (recording.IsFull)
                    {
                        await recording.SendAsync();
                    }
                }
            }
            finally
            {
                // Also when recording fails: a body left in the middle of a read makes the server cut the
                // connection, and the caller would never see the answer.
                body.AdvanceTo(rest.Start, rest.End);
            }

            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Takes the next line off <paramref name="rest"/>; false when its end has not come yet.</summary>
    private bool TakeLine(ref ReadOnlySequence<byte> rest, bool isLast)
    {
        SkipBlank(ref rest);
        var end = (_scanned == 0 ? rest : rest.Slice(_scanned)).PositionOf((byte)'\n');
        if (end is null && rest.Length > MaxLineLength && !_dropping)
        {
            recording.RefuseNext(TooLong);
            _dropping = true;
        }

        if (end is null && _dropping)
        {
            rest = rest.Slice(rest.End);
        }

        if (rest.IsEmpty || (end is null && !isLast))
        {
            _scanned = rest.Length;
            return false;
        }

        _scanned = 0;

        var line = end is { } newline ? rest.Slice(0, newline) : rest;
        rest = end is { } past ? rest.Slice(rest.GetPosition(1, past)) : rest.Slice(rest.End);
        if (_dropping)
        {
            _dropping = false;
        }
        else if (line.Length > MaxLineLength)
        {
            recording.RefuseNext(TooLong);
        }
        else
        {
            recording.Add(line);
        }

        return true;
    }

    /// <summary>Passes over empty lines and what is blank before an event, many at once: packed, a megabyte of them is a gigabyte.</summary>
    private void SkipBlank(ref ReadOnlySequence<byte> rest)
    {
        if (_scanned > 0 || _dropping)
        {
            return;
        }

        var blank = 0L;
        foreach (var part in rest)
        {
            if (part.Span.IndexOfAnyExcept(Blank) is >= 0 and var some)
            {
                blank += some;
                break;
            }

            blank += part.Length;
        }

        rest = blank > 0 ? rest.Slice(blank) : rest;
    }
}
