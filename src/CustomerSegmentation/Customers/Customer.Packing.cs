using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Customers;

/// <content>
/// A customer of whom nothing has been heard for a while can rest as the bytes that <see cref="CustomerCodec"/> writes of
/// them, in the <see cref="PackedCustomerStore"/> of their owner: half the room, and nothing for the collector to look at. What is asked of
/// a customer at rest is read from the bytes each time; whatever changes them wakes them.
/// </content>
public sealed partial class Customer
{
    // Packing costs as much as there are events; whoever has many is few among all, and stays awake.
    private const int MaxPackedEvents = 64;

    private object _form; // a CustomerState awake, the Quarters at rest
    private int _place; // there

    /// <summary>Whether they rest.</summary>
    public bool IsPacked => _form is PackedCustomerStore;

    internal CustomerState State => _form as CustomerState ?? CustomerCodec.ReadState(Packed);

    /// <summary>The bytes of who is at rest; empty for who is awake.</summary>
    internal ReadOnlySpan<byte> Packed => _form is PackedCustomerStore store ? store[_place] : default;

    /// <summary>Ends the rest, for who will be asked more than one thing.</summary>
    public void Unpack() => UnpackState();

    /// <summary>Packs the state away. Who has had very many events stays awake.</summary>
    /// <param name="store">Where to.</param>
    public void Pack(PackedCustomerStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (_form is CustomerState { Seen.Count: <= MaxPackedEvents } state && store.Pack(state) is >= 0 and var place)
        {
            (_form, _place) = (store, place);
        }
    }

    /// <summary>Whether this is their id.</summary>
    public bool Is(string id) => _form is CustomerState awake
        ? string.Equals(awake.Id, id, StringComparison.Ordinal)
        : CustomerCodec.IsOf(id, Packed);

    private CustomerState UnpackState()
    {
        if (_form is not PackedCustomerStore store)
        {
            return (CustomerState)_form;
        }

        var state = store.Unpack(_place);
        Become(state);
        return state;
    }

    /// <summary>Ends the rest in a state that was unpacked.</summary>
    private void Become(CustomerState state)
    {
        if (_form is PackedCustomerStore store)
        {
            store.Free(_place);
            _form = state;
        }
    }
}
