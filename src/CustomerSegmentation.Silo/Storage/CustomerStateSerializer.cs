using CustomerSegmentation.Silo.Customers;
using Orleans.Storage;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>
/// Reads what cannot be read as a state that says so. To the storage an error of the serializer is one of its own, like any that passes, and
/// without the tag of what is stored nothing can be written in its place, not even its end.
/// </summary>
internal sealed class CustomerStateSerializer(IGrainStorageSerializer inner) : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => inner.Serialize(input);

    /// <inheritdoc/>
    public T? Deserialize<T>(BinaryData input)
    {
        try
        {
            return inner.Deserialize<T>(input);
        }
        catch (Exception e) when (typeof(T) == typeof(CustomerState) && e is not OutOfMemoryException)
        {
            return (T)(object)new CustomerState { Damage = $"Redis has {input.ToMemory().Length} bytes that are no customer's state ({e.GetType().Name})." };
        }
    }
}
