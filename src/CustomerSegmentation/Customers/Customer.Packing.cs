using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Customers;

/// <content>
/// A customer without recent events can be packed as the bytes that <see cref="CustomerCodec"/> writes of
/// them, in the <see cref="PackedCustomerStore"/> of their owner: half the memory, and nothing for the garbage collector to visit. What is
/// asked of a packed customer is read from the bytes each time; whatever changes them unpacks them.
/// </content>
public sealed partial class Customer
{
    // Packing costs as much as there are events. Few customers have many, and they stay live.
    private const int MaxPackedEvents = 64;

    private object _form; // a CustomerState while live, the PackedCustomerStore while packed
    private int _place; // there

    /// <summary>Whether the customer is packed.</summary>
    public bool IsPacked => _form is PackedCustomerStore;

    internal CustomerState State => _form as CustomerState ?? CustomerCodec.ReadState(Packed);

    /// <summary>The bytes of a packed customer; empty for a live one.</summary>
    internal ReadOnlySpan<byte> Packed => _form is PackedCustomerStore store ? store[_place] : default;

    /// <summary>Unpacks the state, for a customer who will be asked more than one thing.</summary>
    public void Unpack() => UnpackState();

    /// <summary>Packs the state. A customer with very many events stays live.</summary>
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

    /// <summary>Becomes live, in a state that was unpacked.</summary>
    private void Become(CustomerState state)
    {
        if (_form is PackedCustomerStore store)
        {
            store.Free(_place);
            _form = state;
        }
    }
}
