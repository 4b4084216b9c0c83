namespace CustomerSegmentation.Customers;

/// <content>
/// A customer of whom nothing has been heard for a while can rest as the bytes that <see cref="CustomerCodec"/> writes of
/// them, in the <see cref="Quarters"/> of their owner: half the room, and nothing for the collector to look at. What is asked of
/// a customer at rest is read from the bytes each time; whatever changes them wakes them.
/// </content>
public sealed partial class Customer
{
    // Packing costs as much as there are events; whoever has many is few among all, and stays awake.
    private const int MostEventsAtRest = 64;

    private object _form; // a CustomerState awake, the Quarters at rest
    private int _place; // there

    /// <summary>Whether they rest.</summary>
    public bool IsAtRest => _form is Quarters;

    internal CustomerState State => _form as CustomerState ?? CustomerCodec.ReadState(Packed);

    /// <summary>The bytes of who is at rest; empty for who is awake.</summary>
    internal ReadOnlySpan<byte> Packed => _form is Quarters quarters ? quarters[_place] : default;

    /// <summary>Ends the rest, for who will be asked more than one thing.</summary>
    public void Wake() => Awaken();

    /// <summary>Packs the state away. Who has had very many events stays awake.</summary>
    /// <param name="quarters">Where to.</param>
    public void Rest(Quarters quarters)
    {
        ArgumentNullException.ThrowIfNull(quarters);
        if (_form is CustomerState { Seen.Count: <= MostEventsAtRest } state && quarters.TakeIn(state) is >= 0 and var place)
        {
            (_form, _place) = (quarters, place);
        }
    }

    /// <summary>Whether this is their id.</summary>
    public bool Is(string id) => _form is CustomerState awake
        ? string.Equals(awake.Id, id, StringComparison.Ordinal)
        : CustomerCodec.IsOf(id, Packed);

    private CustomerState Awaken()
    {
        if (_form is not Quarters quarters)
        {
            return (CustomerState)_form;
        }

        var state = quarters.Unpack(_place);
        Become(state);
        return state;
    }

    /// <summary>Ends the rest in a state that was unpacked.</summary>
    private void Become(CustomerState state)
    {
        if (_form is Quarters quarters)
        {
            quarters.Leave(_place);
            _form = state;
        }
    }
}
