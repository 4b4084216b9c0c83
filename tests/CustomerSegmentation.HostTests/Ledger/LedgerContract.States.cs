using System.Text;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    /// <summary>Makes what is stored of a customer's state something else than what was written.</summary>
    protected abstract Task DamageAsync(string customer);

    [Fact]
    public void A_state_comes_back_as_it_was_given_with_its_version()
    {
        var (many, none) = (new byte[100_000], Array.Empty<byte>());
        new Random(1).NextBytes(many);
        Writer.Commit(writer =>
        {
            writer.Save(Change("Zoë \U0001F600", 7, many, new()));
            writer.Save(Change("B", 1, none, new()));
        });

        using var states = Database.OpenStates();
        var found = states.Read(["nobody", "B", "no\0body", "Zoë \U0001F600"]);

        found.Select(one => one.Customer!.Location.Version).ShouldBe([0, 1, 0, 7]);
        found.Select(one => one.Customer!.State?.ToArray()).ShouldBe([null, none, null, many]);
    }

    [Fact]
    public void A_customer_is_written_again_and_again_from_where_they_were_read_or_written()
    {
        var location = new CustomerLocation();
        Save(Change("A", 1, "one", location));
        Save(Change("A", 5, "five", location));
        Writer.Commit(writer =>
        {
            writer.Save(Change("A", 6, "six", location));
            writer.Save(Change("A", 7, "seven", location));
        });
        Save(Change("A", 9, "nine", Location("A")));

        State("A").ShouldBe("nine");
        location.Version.ShouldBe(7);
        Database.Shards.Find("A").ShouldBe(SegmentState("A", 9));
    }

    [Theory]
    [InlineData(0)] // thought to be new
    [InlineData(4)] // read before
    [InlineData(6)] // of something that never was
    public void Who_goes_by_another_version_than_the_one_on_record_writes_nothing_at_all(int version)
    {
        Save(Change("A", 4, "four", new()));
        var late = version == 0 ? new() : Location("A");
        Save(Change("A", 5, "five", Location("A")));
        if (version == 6)
        {
            Save(Change("A", 6, "six", late = Location("A")));
            Writer.Commit(writer => writer.Forget("A"));
        }

        var other = new CustomerLocation();
        var stale = Should.Throw<StaleCustomerException>(() => Writer.Commit(writer =>
        {
            writer.SetMeta("beside", "written");
            writer.Save(Change("B", 8, "new", other));
            writer.Save(Change("A", 8, "stale", late, Moved("A", 1, null, "s1", 1)));
        }));

        stale.CustomerIds.ShouldBe(["A"]);
        (late.Version, other.Version).ShouldBe((version, 0));
        (State("A"), State("B")).ShouldBe((version == 6 ? null : "five", null));
        Database.Reader.Migrations(new()).Items.ShouldBeEmpty();
        Database.Reader.Meta("beside").ShouldBeNull();
        Save(Change("B", 8, "new", other)); // by itself it can be written
        State("B").ShouldBe("new");
    }

    [Fact]
    public void A_change_whose_confirmation_was_lost_counts_as_done_and_is_on_record_once()
    {
        Save(Change("A", 4, "four", new()));
        var (before, unborn) = (Location("A"), new CustomerLocation());
        Save(Change("A", 5, "five", Location("A"), Moved("A", 1, null, "s1", 1)));
        Save(Change("B", 5, "born", new(), Moved("B", 1, null, "s1", 1)));

        Writer.Commit(writer =>
        {
            writer.Save(Change("A", 5, "five", before, Moved("A", 1, null, "s1", 1)));
            writer.Save(Change("B", 5, "born", unborn, Moved("B", 1, null, "s1", 1)));
        });

        (before.Version, unborn.Version).ShouldBe((5, 5));
        Database.Reader.Migrations(new()).Items.Select(one => one.CustomerId).ShouldBe(["A", "B"], ignoreOrder: true);
        Save(Change("A", 6, "six", before));
        State("A").ShouldBe("six");
    }

    [Fact]
    public void Of_a_transaction_that_fails_locations_know_nothing()
    {
        var location = new CustomerLocation();
        Should.Throw<InvalidOperationException>(() => Writer.Commit(writer =>
        {
            writer.Save(Change("A", 3, "three", location));
            throw new InvalidOperationException();
        }));

        location.Version.ShouldBe(0);
        Save(Change("A", 3, "three", location));
        State("A").ShouldBe("three");
    }

    [Fact]
    public async Task A_damaged_state_is_told_and_hides_nobody_else()
    {
        Save(Change("A", 1, "one", new()));
        Save(Change("B", 1, "two", new()));
        await DamageAsync("A");

        using var states = Database.OpenStates();
        var found = states.Read(["A", "B"]);

        found[0].Customer.ShouldBeNull();
        found[0].Fault.ShouldNotBeNull();
        found[1].Customer.ShouldNotBeNull();
    }

    private static CustomerChange Change(string customer, long version, byte[] state, CustomerLocation location, params Migration[] migrations) =>
        new(SegmentState(customer, version), state, migrations, FirstContact: null, location);

    private static CustomerChange Change(string customer, long version, string state, CustomerLocation location, params Migration[] migrations) =>
        Change(customer, version, Encoding.UTF8.GetBytes(state), location, migrations);

    private void Save(CustomerChange change) => Writer.Commit(writer => writer.Save(change));

    private CustomerLocation Location(string customer) => Stored(customer).Location;

    private string? State(string customer) => Stored(customer).State is { } state ? Encoding.UTF8.GetString(state.Span) : null;

    private StoredCustomer Stored(string customer)
    {
        using var states = Database.OpenStates();
        return states.Read([customer])[0].Customer!;
    }
}
