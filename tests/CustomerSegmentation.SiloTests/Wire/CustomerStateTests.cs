using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Customers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CustomerSegmentation.SiloTests.Wire;

/// <summary>State that is in storage stays readable, whatever is added to it.</summary>
public sealed class CustomerStateTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void State_comes_back_as_it_was_written()
    {
        var serializer = Serializer();
        var state = new CustomerState
        {
            Customer = [1, 2, 3],
            Version = 7,
            Unconfirmed = [Migration],
            FirstContactAt = 5,
            FirstContactRecordedAt = 6,
            Erasing = true,
        };

        var read = serializer.Deserialize<CustomerState>(serializer.SerializeToArray(state)).ShouldNotBeNull();

        read.Customer.ShouldBe(state.Customer);
        (read.Version, read.FirstContactAt, read.FirstContactRecordedAt, read.Erasing).ShouldBe((7, 5, 6, true));
        read.Unconfirmed.ShouldBe([Migration]);
    }

    [Fact]
    public void State_of_the_first_shape_is_read_as_it_was_meant()
    {
        // Written when state had a customer, a version and migrations alone: fields 0 to 2.
        const string first =
            "2040AF03432D3112706F74656E7469616C2D6C6F79616C6973740000F8B4C848DE080001018056272A256CDE0801B08F4900" +
            "00F8B4C848DE08011F632DFD7F460AFAA3DC323301C17C5E3312EFE3550000F8B4C848DE08B08F490105210003214007432D" +
            "310105C1014125706F74656E7469616C2D6C6F79616C69737401010101810000F8B4C848DE08810000F8B4C848DE08410565" +
            "3141210000020000000000661700000000000081000000000000F83F0109412100000000000000001E00000000000000E0E0" +
            "E0";

        var read = Serializer().Deserialize<CustomerState>(Convert.FromHexString(first)).ShouldNotBeNull();

        (read.Version, read.FirstContactAt, read.Erasing).ShouldBe((1, null, false));
        read.Unconfirmed.ShouldBe([Migration]);
        var reader = new PackedReader(read.Customer);
        var customer = CustomerCodec.Read(ref reader);
        (customer.Id, customer.Events, customer.FirstPurchaseAt).ShouldBe(("C-1", 1, Day));
        (customer.SegmentState.Segment, customer.SegmentState.Monetary).ShouldBe(("potential-loyalist", 59.90m));
    }

    private static Migration Migration => new("C-1", 1, null, "potential-loyalist", MigrationCause.Purchase, 0, Day, Day, "e1", 59.90m)
    {
        Before = new(1.5, 2, 30),
    };

    private static Serializer Serializer() =>
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();
}
