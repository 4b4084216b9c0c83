using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Customers as a page of the embedded engine's file: each with the place of their last migration.</summary>
public static class CustomerPage
{
    /// <summary>Appends a customer to a page.</summary>
    public static void Write(Customer customer, IBufferWriter<byte> page)
    {
        ArgumentNullException.ThrowIfNull(customer);
        new PackedWriter(page).Int64(customer.LastOnRecord);
        CustomerCodec.Write(customer, page);
    }

    /// <summary>The customers of a page, in the order they were written.</summary>
    /// <param name="page">Its bytes.</param>
    /// <param name="chained">False for a page of an earlier version, which does not tell of last migrations.</param>
    /// <exception cref="InvalidDataException">The bytes are not a page's.</exception>
    public static List<Customer> Read(ReadOnlySpan<byte> page, bool chained)
    {
        var customers = new List<Customer>();
        var reader = new PackedReader(page);
        while (!reader.AtEnd)
        {
            var last = chained ? reader.Int64() : 0;
            var customer = CustomerCodec.Read(ref reader);
            customer.LastOnRecord = last;
            customers.Add(customer);
        }

        return customers;
    }
}
