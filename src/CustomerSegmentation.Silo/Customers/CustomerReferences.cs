namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// References to customers by id. What Orleans works out for each of them from the attributes of the interface, which was a
/// twentieth of a silo's processor time, is worked out once.
/// </summary>
internal sealed class CustomerReferences(IGrainFactory grains)
{
    private readonly Lazy<GrainReference> _any = new(() => (GrainReference)grains.GetGrain<ICustomerGrain>("any"));

    /// <summary>A customer.</summary>
    public ICustomerGrain this[string customerId] =>
        (ICustomerGrain)grains.GetGrain(GrainId.Create(_any.Value.GrainId.Type, customerId), _any.Value.InterfaceType);
}
