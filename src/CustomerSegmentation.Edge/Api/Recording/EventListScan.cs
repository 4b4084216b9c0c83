using System.Buffers;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Edge.Events;

namespace CustomerSegmentation.Edge.Api.Recording;

/// <summary>Finds the events of a list in a body that arrives in pieces.</summary>
internal sealed class EventListScan
{
    public static readonly Refusal TooLarge = new(
        RefusalCodes.TooLarge, $"An event, or a field beside the list of events, is longer than {JsonBody.Longest} bytes.");

    private JsonReaderState _state = new(SafeJsonText.Options);
    private Place _place = Place.Start;
    private bool _isObject;
    private bool _sawList;

    private enum Place
    {
        Start,
        AroundList,
        BeforeList,
        BesideList,
        InList,
        End,
    }

    /// <summary>Takes events off the buffer until the recording is full or a whole event is not there yet.</summary>
    /// <param name="buffer">What was not consumed before, and what came since.</param>
    /// <param name="isLast">Nothing will come after it.</param>
    /// <param name="recording">Where the events go.</param>
    /// <param name="consumed">How far it came.</param>
    /// <returns>Why the rest cannot be used.</returns>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public Refusal? Scan(in ReadOnlySequence<byte> buffer, bool isLast, EventRecording recording, ref SequencePosition consumed)
    {
        var mark = _place == Place.Start && StartsWithMark(buffer) ? EventReader.ByteOrderMark.Length : 0;
        var text = buffer.Slice(mark);
        var json = new Utf8JsonReader(text, isLast, _state);
        Refusal? refusal = null;
        while (!recording.IsFull && refusal is null)
        {
            // A value that has not arrived to its end is read again from its beginning when more has come.
            var before = json;
            if (!json.Read())
            {
                break;
            }

            if (_place is Place.BesideList || (_place is Place.InList && json.TokenType != JsonTokenType.EndArray))
            {
                var from = json.TokenStartIndex;
                if (!json.TrySkip())
                {
                    json = before;
                    break;
                }

                if (json.BytesConsumed - from > JsonBody.Longest)
                {
                    refusal = TooLarge;
                }
                else if (_place is Place.InList)
                {
                    recording.Add(text.Slice(from, json.BytesConsumed - from));
                }
                else
                {
                    _place = Place.AroundList;
                }
            }
            else
            {
                refusal = Move(ref json);
            }
        }

        _state = json.CurrentState;
        consumed = text.GetPosition(json.BytesConsumed);
        return refusal ?? (isLast && !recording.IsFull && !_sawList
            ? new(RefusalCodes.TooLarge, $"A single event may not be longer than {JsonBody.Longest} bytes.")
            : null);
    }

    private Refusal? Move(ref Utf8JsonReader json)
    {
        switch (_place, json.TokenType)
        {
            case (Place.Start, JsonTokenType.StartObject):
                _isObject = true;
                _place = Place.AroundList;
                return null;
            case (Place.Start or Place.BeforeList, JsonTokenType.StartArray):
                _sawList = true;
                _place = Place.InList;
                return null;
            case (Place.AroundList, JsonTokenType.PropertyName):
                _place = SafeJsonText.NameIs(json, "events"u8) ? Place.BeforeList : Place.BesideList;
                return null;
            case (Place.AroundList, _):
                _place = Place.End;
                return null;
            case (Place.InList, _):
                _place = _isObject ? Place.AroundList : Place.End;
                return null;
            case (Place.BeforeList, JsonTokenType.Null):
                _place = Place.AroundList;
                return null;
            case (Place.BeforeList, _):
                return SafeJsonText.WrongType("events", "an array", json.TokenType);
            default:
                return new(RefusalCodes.WrongType, "The body must be an event, an array of events or {\"events\":[…]}.");
        }
    }

    private static bool StartsWithMark(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[EventReader.ByteOrderMark.Length];
        if (buffer.Length < start.Length)
        {
            return false;
        }

        buffer.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual(EventReader.ByteOrderMark);
    }
}
